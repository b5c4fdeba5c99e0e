import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { DomainError } from '../shared/problem.js';
import { StaffRepository } from './staff.repository.js';
import type { StaffSession } from './staff-sessions.repository.js';
import { enrolmentUri } from './totp.js';

/** What an authenticator app is told, once: until its first code the secret is shown, never after. */
@Injectable()
export class Enrolment {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly staff: StaffRepository,
  ) {}

  /** 403 `forbidden` where an app is enrolled already. */
  async open(
    { memberId }: StaffSession,
    shop: string,
  ): Promise<{ readonly secret: string; readonly uri: string }> {
    const member = await this.uow.run((tx) => this.staff.byIdForUpdate(tx, memberId));
    if (!member || member.isEnrolled) throw new DomainError('forbidden');
    const secret = this.staff.totpSecretOf(member);
    return { secret, uri: enrolmentUri(secret, member.email, shop) };
  }
}
