import { Controller, Get, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../auth/index.js';
import { CONFIG, type Config } from '../config.js';
import { seeOther } from '../shared/http/answer.js';

/** Somebody typed the bare address: on to the portal, or to the documentation where there is none. */
@ApiExcludeController()
@Public()
@Controller()
export class RootController {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  @Get()
  root(): never {
    throw seeOther(this.config.PORTAL_URL ?? '/docs');
  }
}
