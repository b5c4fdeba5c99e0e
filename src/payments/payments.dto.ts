import { ApiProperty } from '@nestjs/swagger';

export class PublicKeyDto {
  /** @example EC */
  kty: string;
  /** @example P-256 */
  crv: string;
  /**
   * Goes into the protected header of the JWE.
   * @example 2026-11
   */
  kid: string;
  /** @example f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU */
  x: string;
  /** @example x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0 */
  y: string;
  /** @example enc */
  use: string;
  /** @example ECDH-ES */
  alg: string;
}

export class CardKeysDto {
  /** A JWK Set, newest key first. Encrypt with the first one. */
  keys: PublicKeyDto[];
  /**
   * The server's time in seconds, for the `iat` of the JWE's protected header.
   * @example 1795392000
   */
  serverTime: number;
}

export class PaymentMethodDto {
  /** @example credit_card */
  method: string;
  /** @example 'Credit card' */
  label: string;
  @ApiProperty({
    enum: ['card', 'wallet', 'nothing'],
    description:
      "`card`: send `paymentDetails` or `encryptedPaymentData`. `wallet`: send `paymentDetails.token`, the wallet's " +
      'token. `nothing`: the method alone is enough.',
    example: 'card',
  })
  needs: 'card' | 'wallet' | 'nothing';
  @ApiProperty({
    type: String,
    nullable: true,
    enum: ['redirect', 'bank_transfer', null],
    description: 'What the answer asks of the customer next (`nextAction.type`), where it asks anything.',
    example: null,
  })
  continues: 'redirect' | 'bank_transfer' | null;
  /** How long an order waits for a payment by this method. @example 15 */
  windowMinutes: number;
}

export class PaymentMethodsDto {
  methods: PaymentMethodDto[];
}

export class ReceivedDto {
  /** @example true */
  received: boolean;
}
