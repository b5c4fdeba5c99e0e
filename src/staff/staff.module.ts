import { Module } from '@nestjs/common';
import { AddMember } from './add-member.use-case.js';
import { ChangeMember } from './change-member.use-case.js';
import { ChoosePassword } from './choose-password.use-case.js';
import { EndSessions } from './end-sessions.use-case.js';
import { Enrolment } from './enrolment.js';
import { LogInStaff } from './log-in.use-case.js';
import { PassSecondFactor } from './pass-second-factor.use-case.js';
import { StaffAttempts } from './staff-attempts.js';
import { StaffQueries } from './staff.queries.js';
import { StaffRepository } from './staff.repository.js';
import { StaffSessionsRepository } from './staff-sessions.repository.js';

const useCases = [
  LogInStaff,
  PassSecondFactor,
  Enrolment,
  ChoosePassword,
  EndSessions,
  AddMember,
  ChangeMember,
];

/** Of the panel and the command `staff`; no part of the api or the worker. */
@Module({ providers: [StaffRepository, StaffSessionsRepository, StaffAttempts, StaffQueries, ...useCases] })
export class StaffModule {}
