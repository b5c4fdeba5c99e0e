import { Global, Module } from '@nestjs/common';
import { Interventions } from './interventions.js';

@Global()
@Module({ providers: [Interventions], exports: [Interventions] })
export class InterventionsModule {}
