import { Global, Module } from '@nestjs/common';
import { Recorder } from './recorder.js';

@Global()
@Module({ providers: [Recorder], exports: [Recorder] })
export class AuditModule {}
