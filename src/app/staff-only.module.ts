import { type DynamicModule, Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import type { Config } from '../config.js';
import { SharedModule } from '../shared/shared.module.js';
import { StaffModule } from '../staff/index.js';

/** What the command about staff needs, and no more. */
@Module({})
export class StaffOnlyModule {
  static with(config: Config): DynamicModule {
    return { module: StaffOnlyModule, imports: [SharedModule.with(config), AuditModule, StaffModule] };
  }
}
