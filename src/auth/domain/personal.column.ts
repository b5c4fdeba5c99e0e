import { Type } from '@mikro-orm/core';
import { fromPersonalColumn, toPersonalColumn } from '../../shared/personal-data.js';

/** What we know of a person. A guest has no name. */
export interface Personal {
  readonly email: string;
  readonly name: string | null;
}

/** Takes the personal data of a user through the one mapping of the product. */
export class PersonalColumn extends Type<Personal, string> {
  override convertToDatabaseValue(person: Personal): string {
    return toPersonalColumn(person);
  }

  override convertToJSValue(column: string): Personal {
    return fromPersonalColumn(column as unknown as Personal);
  }

  override getColumnType(): string {
    return 'jsonb';
  }
}
