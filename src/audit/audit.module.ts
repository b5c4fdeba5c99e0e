import { Global, Module } from '@nestjs/common';
import { AuditList } from './audit-list.queries.js';
import { Recorder } from './recorder.js';

@Global()
@Module({ providers: [Recorder, AuditList], exports: [Recorder, AuditList] })
export class AuditModule {}
