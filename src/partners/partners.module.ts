import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { AuthModule } from '../auth/index.js';
import { AddKey } from './add-key.use-case.js';
import { CreatePartner } from './create-partner.use-case.js';
import { PartnerQueries } from './partner.queries.js';
import { RevokeKey } from './revoke-key.use-case.js';

@Module({
  imports: [AuditModule, AuthModule],
  providers: [PartnerQueries, CreatePartner, AddKey, RevokeKey],
})
export class PartnersModule {}
