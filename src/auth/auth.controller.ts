import { Body, Controller, Get, Header, HttpCode, Post } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { Actor } from '../shared/actor.js';
import { ApiBodyProblems } from '../shared/http/api-body-problems.js';
import { ApiProblems } from '../shared/http/api-problems.js';
import { CurrentActor } from '../shared/http/request.js';
import { GuestDto, LoginDto, MeDto, RefreshDto, RegisterDto, SignedInDto } from './auth.dto.js';
import { ContinueSession } from './continue-session.use-case.js';
import { CurrentSession } from './current-session.decorator.js';
import { EnterAsGuest } from './enter-as-guest.use-case.js';
import { LogIn } from './log-in.use-case.js';
import { LogOut } from './log-out.use-case.js';
import { Public } from './public.decorator.js';
import { Register } from './register.use-case.js';
import { UserQueries } from './user.queries.js';

/** Answers with tokens belong into no cache (RFC 6749, 5.1). */
const NoStore = () => Header('cache-control', 'no-store');

@ApiTags('auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly registering: Register,
    private readonly loggingIn: LogIn,
    private readonly continuing: ContinueSession,
    private readonly entering: EnterAsGuest,
    private readonly loggingOut: LogOut,
    private readonly users: UserQueries,
  ) {}

  @Public()
  @Post('register')
  @NoStore()
  @ApiOperation({ summary: 'Open an account and log in' })
  @ApiCreatedResponse({ type: SignedInDto })
  @ApiBodyProblems()
  @ApiProblems('email_taken')
  register(@Body() body: RegisterDto): Promise<SignedInDto> {
    return this.registering.run(body);
  }

  @Public()
  @Post('login')
  @HttpCode(200)
  @NoStore()
  @ApiOperation({
    summary: 'Log in',
    description: 'A wrong password and an unknown address get the same answer.',
  })
  @ApiOkResponse({ type: SignedInDto })
  @ApiBodyProblems()
  @ApiProblems('invalid_credentials')
  login(@Body() body: LoginDto): Promise<SignedInDto> {
    return this.loggingIn.run(body);
  }

  @Public()
  @Post('refresh')
  @HttpCode(200)
  @NoStore()
  @ApiOperation({
    summary: 'Continue a session',
    description:
      'Answers with the next refresh token. A token that is used a second time ends its whole session.',
  })
  @ApiOkResponse({ type: SignedInDto })
  @ApiBodyProblems()
  @ApiProblems('unauthorized')
  refresh(@Body() body: RefreshDto): Promise<SignedInDto> {
    return this.continuing.run(body);
  }

  @Public()
  @Post('guest')
  @NoStore()
  @ApiOperation({
    summary: 'Buy without an account',
    description: 'Makes a new user without a password every time; it never opens an existing account.',
  })
  @ApiCreatedResponse({ type: SignedInDto })
  @ApiBodyProblems()
  guest(@Body() body: GuestDto): Promise<SignedInDto> {
    return this.entering.run(body);
  }

  @ApiBearerAuth('bearer')
  @Post('logout')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Log out',
    description: 'Voids the refresh tokens of this session at once; its access token expires by itself.',
  })
  @ApiNoContentResponse({ description: 'Logged out' })
  @ApiProblems('unauthorized')
  async logout(
    @CurrentActor() actor: Actor & { id: string },
    @CurrentSession() sessionId: string,
  ): Promise<void> {
    await this.loggingOut.run({ actor, sessionId });
  }

  @ApiBearerAuth('bearer')
  @Get('me')
  @NoStore()
  @ApiOperation({ summary: 'Who the token belongs to' })
  @ApiOkResponse({ type: MeDto })
  @ApiProblems('unauthorized')
  me(@CurrentActor() actor: Actor & { id: string }): Promise<MeDto> {
    return this.users.me(actor.id);
  }
}
