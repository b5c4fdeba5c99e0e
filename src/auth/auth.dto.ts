import { Transform, type TransformFnParams } from 'class-transformer';
import { IsEmail, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import type { Role } from './roles.decorator.js';

const trimmed = ({ value }: TransformFnParams): unknown => (typeof value === 'string' ? value.trim() : value);

/** RFC 5321's limit of a path, without its brackets. */
const EMAIL_MAX_LENGTH = 254;
/** What a mail header cannot carry safely: quoted local parts, spaces, control and invisible characters. */
const PLAIN_ADDRESS = /^[^\s"\p{C}]+$/u;
/** No control character or line break: a name stands in mail headers and on labels. */
const ONE_LINE = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u;
/** Short enough that hashing a password never becomes work for an attacker to hand out. */
const PASSWORD_MAX_LENGTH = 200;

// The pipe tells one fault for each field, and the decorator nearest to the field is asked first: the plainest goes last.

/** Who wants to buy without an account. */
export class GuestDto {
  /**
   * Where the order's mails go.
   * @example ada@example.com
   */
  @Transform(trimmed)
  @MaxLength(EMAIL_MAX_LENGTH, { message: 'email must have at most 254 characters' })
  @Matches(PLAIN_ADDRESS, { message: 'email must be an e-mail address' })
  @IsEmail({}, { message: 'email must be an e-mail address' })
  email: string;
}

/** An account to be opened. */
export class RegisterDto extends GuestDto {
  /**
   * 10 to 200 characters of any kind.
   * @example correct-horse-7
   */
  @Length(10, PASSWORD_MAX_LENGTH, { message: 'password must have 10 to 200 characters' })
  @IsString({ message: 'password must be a string' })
  password: string;

  /**
   * How to address the customer.
   * @example 'Ada Lovelace'
   */
  @IsOptional()
  @Transform(trimmed)
  @Matches(ONE_LINE, { message: 'name must be one line of plain text' })
  @Length(1, 120, { message: 'name must have 1 to 120 characters' })
  @IsString({ message: 'name must be a string' })
  name?: string;
}

/** A new password, by the token of a mail. */
export class NewPasswordDto {
  /**
   * Of the mail; each is good once.
   * @example AZq3K1x-fJqVbH2m9t8xq1b6yE0sHc2fJdQk7oT4uVnWz5rLpGiXeYwBhMaNcRtD
   */
  @Length(1, 200, { message: 'token must have 1 to 200 characters' })
  @IsString({ message: 'token must be a string' })
  token: string;

  /**
   * 10 to 200 characters of any kind.
   * @example correct-horse-7
   */
  @Length(10, PASSWORD_MAX_LENGTH, { message: 'password must have 10 to 200 characters' })
  @IsString({ message: 'password must be a string' })
  password: string;
}

/** What was asked for is done if it can be; this answer does not tell. */
export class AskedDto {
  /** @example 'If there is an account with this address, a mail is on its way to it.' */
  message: string;
}

/** The demo customer's credentials work on a seeded database. */
export class LoginDto {
  /** @example demo@settle.example */
  @Transform(trimmed)
  @Length(1, EMAIL_MAX_LENGTH, { message: 'email must have 1 to 254 characters' })
  @IsString({ message: 'email must be a string' })
  email: string;

  /** @example demo-password-1 */
  @Length(1, PASSWORD_MAX_LENGTH, { message: 'password must have 1 to 200 characters' })
  @IsString({ message: 'password must be a string' })
  password: string;
}

/** A session to be continued. */
export class RefreshDto {
  /**
   * The token of the last answer; each is good for one refresh.
   * @example Jq0VfZcZ0a1oW3mJY9i1hC7pTz0rU5x2Q8sLkN4bDgE
   */
  @Length(1, 200, { message: 'refreshToken must have 1 to 200 characters' })
  @IsString({ message: 'refreshToken must be a string' })
  refreshToken: string;
}

/** The signed-in user. */
export class UserDto {
  /** @example usr_01jd8k3v9qe2mt7w5b6x4n0z1c */
  id: string;
  /** @example ada@example.com */
  email: string;
  /**
   * Absent names are null; a guest has none.
   * @example 'Ada Lovelace'
   */
  name: string | null;
}

/** The caller. */
export class MeDto extends UserDto {
  /** @example customer */
  role: Role;
}

/** Tokens to call with, and to continue with. */
export class SignedInDto {
  /**
   * For the header `Authorization: Bearer …`.
   * @example eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoiY3VzdG9tZXIifQ.c2lnbmF0dXJl
   */
  accessToken: string;
  /**
   * For one `POST /auth/refresh`. Keep it secret.
   * @example Jq0VfZcZ0a1oW3mJY9i1hC7pTz0rU5x2Q8sLkN4bDgE
   */
  refreshToken: string;
  /** @example Bearer */
  tokenType: 'Bearer';
  /**
   * Seconds that the access token is good for.
   * @example 900
   */
  expiresIn: number;
  user: UserDto;
}
