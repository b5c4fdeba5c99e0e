import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { AuthModule } from '../auth/index.js';
import { AddKey } from './add-key.use-case.js';
import { CreatePartner } from './create-partner.use-case.js';
import { EventQueries } from './event.queries.js';
import { EventsController } from './events.controller.js';
import { PartnerQueries } from './partner.queries.js';
import { RevokeKey } from './revoke-key.use-case.js';

@Module({
  imports: [AuditModule, AuthModule],
  controllers: [EventsController],
  providers: [PartnerQueries, EventQueries, CreatePartner, AddKey, RevokeKey],
})
export class PartnersModule {}
