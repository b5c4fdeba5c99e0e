import type { DynamicModule } from '@nestjs/common';
import { AppModule } from '../app.module.js';
import { BackOfficeModule } from '../back-office/index.js';
import type { Config } from '../config.js';

/** The house with what its own people do in the panel and the worker carries out; the api has no part of it. */
export const withBackOffice = (config: Config): DynamicModule =>
  AppModule.with(config, (notifications) => [BackOfficeModule.with(notifications)]);
