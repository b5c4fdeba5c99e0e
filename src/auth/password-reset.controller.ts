import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CONFIG, type Config } from '../config.js';
import { ApiBodyProblems } from '../shared/http/api-body-problems.js';
import { ApiLanguage } from '../shared/http/api-language.js';
import { ApiProblems } from '../shared/http/api-problems.js';
import { AcceptedLanguages } from '../shared/http/request.js';
import { localeFor } from '../shared/locale.js';
import { AskForPasswordReset } from './ask-for-password-reset.use-case.js';
import { AskedDto, GuestDto, NewPasswordDto } from './auth.dto.js';
import { Public } from './public.decorator.js';
import { ResetPassword } from './reset-password.use-case.js';

@ApiTags('auth')
@Public()
@Controller('auth/password-reset')
export class PasswordResetController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly asking: AskForPasswordReset,
    private readonly resetting: ResetPassword,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    operationId: 'askForPasswordReset',
    summary: 'Ask for a mail to set a new password',
    description:
      'The same answer after the same time, whether there is such an account or not. The mail’s token is good for 30 ' +
      'minutes, once, and voids that of an earlier mail; who asks again within a minute gets no second mail.',
  })
  @ApiAcceptedResponse({ type: AskedDto })
  @ApiLanguage()
  @ApiBodyProblems()
  async ask(@Body() { email }: GuestDto, @AcceptedLanguages() accepted?: string): Promise<AskedDto> {
    await this.asking.run({ email, locale: localeFor({ accepted }, this.config.DEFAULT_LOCALE) });
    return { message: 'If there is an account with this address, a mail is on its way to it.' };
  }

  @Post('confirm')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'resetPassword',
    summary: 'Set a new password',
    description: 'Ends all sessions of the account; access tokens expire by themselves.',
  })
  @ApiNoContentResponse({ description: 'The password is set' })
  @ApiBodyProblems()
  @ApiProblems('password_reset_invalid')
  async confirm(@Body() body: NewPasswordDto): Promise<void> {
    await this.resetting.run(body);
  }
}
