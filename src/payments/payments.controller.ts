import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../auth/index.js';
import { Clock } from '../shared/clock.js';
import { ApiProblems } from '../shared/http/api-problems.js';
import { Tokeniser } from './card-data/tokeniser.js';
import { PaymentMethods } from './payment-methods.js';
import { CardKeysDto, PaymentMethodsDto } from './payments.dto.js';

@ApiTags('payment')
@Public()
@Controller('payment')
export class PaymentsController {
  constructor(
    private readonly tokeniser: Tokeniser,
    private readonly clock: Clock,
    private readonly paymentMethods: PaymentMethods,
  ) {}

  @Get('keys')
  @ApiOperation({
    operationId: 'getPaymentKeys',
    summary: 'Public keys to encrypt card data with',
    description:
      'Compact JWE, `alg: ECDH-ES`, `enc: A256GCM`, protected header with `kid` and `iat` (seconds, from `serverTime`, ' +
      'at most 15 minutes old). The plaintext of a single field is its digits; that of `encryptedPaymentData` is the ' +
      'JSON `{"cardNumber", "expiryDate": "MM/YY", "cvv", "cardholderName"?}`.',
  })
  @ApiOkResponse({ type: CardKeysDto })
  @ApiProblems('payment_service_unavailable')
  async keySet(): Promise<CardKeysDto> {
    const keys = [...(await this.tokeniser.publicKeys())];
    return { keys, serverTime: Math.floor(this.clock.nowMs() / 1000) };
  }

  @Get('methods')
  @ApiOperation({ operationId: 'getPaymentMethods', summary: 'The payment methods that are switched on' })
  @ApiOkResponse({ type: PaymentMethodsDto })
  methods(): PaymentMethodsDto {
    return {
      methods: this.paymentMethods.offered.map(({ method, label, needs, continues, windowMinutes }) => ({
        method,
        label,
        needs,
        continues,
        windowMinutes,
      })),
    };
  }
}
