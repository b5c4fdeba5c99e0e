import { Injectable } from '@nestjs/common';
import { EXPIRY, type OfferedMethod, PaymentMethods, type PaymentSource } from '../payments/index.js';
import { DomainError } from '../shared/problem.js';
import type { PaymentDetailsDto } from './place-order.dto.js';

/** How the caller wants to pay: `undefined` where the order is only to be created (flow 3). */
export interface ChosenPayment {
  readonly method: OfferedMethod;
  readonly source: PaymentSource;
}

/** Five base64url parts: a compact JWE (RFC 7516, section 7.1). With `ECDH-ES` the second part is empty. */
const COMPACT_JWE = /^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+$/;
/** So many digits in a row are a card number, whatever separates them. */
const CARD_NUMBER = /^\s*(?:\d[\s-]?){12,19}\s*$/;
const CVV = /^\s*\d{3,4}\s*$/;

/** Reads how a request wants to pay. */
@Injectable()
export class PaymentChoice {
  constructor(private readonly methods: PaymentMethods) {}

  /**
   * Reads method and details of a request. 400 `validation_failed` for details without a method, incomplete ones, or
   * such as the method has none; `plaintext_card_data` for a number in the clear; `invalid_payment_method` for a
   * method that is not switched on.
   */
  of(method: string | undefined, details: PaymentDetailsDto | undefined): ChosenPayment | undefined {
    if (details) refusePlaintext(details);
    const found = method === undefined ? undefined : this.methods.find(method);
    if (method !== undefined && !found) throw new DomainError('invalid_payment_method');
    if (!details) return found?.needs === 'nothing' ? { method: found, source: { kind: 'none' } } : undefined;
    if (!found) throw invalid('paymentMethod', 'is required with payment details');
    if (found.needs === 'nothing') throw invalid('paymentDetails', `must be absent for ${found.method}`);
    const source = sourceOf(details);
    if (found.needs === 'wallet' && source.kind !== 'token')
      throw invalid('paymentDetails', `must have the wallet's token for ${found.method}`);
    return { method: found, source };
  }
}

function refusePlaintext(details: PaymentDetailsDto): void {
  const plain = Object.entries(details).find(
    ([field, value]) =>
      typeof value === 'string' && (CARD_NUMBER.test(value) || (field === 'cvv' && CVV.test(value))),
  );
  if (!plain) return;
  const errors = [{ field: `paymentDetails.${plain[0]}`, message: 'must be a compact JWE' }];
  throw new DomainError('plaintext_card_data', { errors });
}

function sourceOf({
  token,
  encryptedPaymentData,
  cardNumber,
  cvv,
  expiryDate,
}: PaymentDetailsDto): PaymentSource {
  const forms = [token, encryptedPaymentData, cardNumber ?? cvv ?? expiryDate].filter(
    (form) => form !== undefined,
  );
  if (forms.length !== 1) {
    throw invalid(
      'paymentDetails',
      'must have one of token, encryptedPaymentData, or cardNumber with expiryDate and cvv',
    );
  }
  if (token !== undefined) return { kind: 'token', token };
  if (encryptedPaymentData !== undefined) {
    return { kind: 'envelope', jwe: jweOf('encryptedPaymentData', encryptedPaymentData) };
  }
  if (expiryDate === undefined || !EXPIRY.test(expiryDate))
    throw invalid('paymentDetails.expiryDate', 'must be MM/YY');
  return { kind: 'fields', cardNumber: jweOf('cardNumber', cardNumber), cvv: jweOf('cvv', cvv), expiryDate };
}

function jweOf(field: string, value: string | undefined): string {
  if (value === undefined || !COMPACT_JWE.test(value))
    throw invalid(`paymentDetails.${field}`, 'must be a compact JWE');
  return value;
}

const invalid = (field: string, message: string): DomainError =>
  new DomainError('validation_failed', { errors: [{ field, message }] });
