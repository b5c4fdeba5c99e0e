import { type DynamicModule, Module } from '@nestjs/common';
import { withBackOffice } from '../src/app/back-office.js';
import type { Config } from '../src/config.js';
import { StaffModule } from '../src/staff/index.js';

/** The house without its HTTP, and the people who work in it. */
@Module({})
export class PanelModule {
  static with(config: Config): DynamicModule {
    return { module: PanelModule, imports: [withBackOffice(config), StaffModule] };
  }
}
