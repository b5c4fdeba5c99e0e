import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { completeContract } from './complete-contract.js';

/** The contract, from the code. Checked in as `openapi/openapi.json`. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const info = new DocumentBuilder()
    .setTitle('Settle')
    .setDescription(
      'Orders and payments where money and order never disagree. Register or log in, press **Authorize** with the ' +
        '`accessToken`, put something into the cart, and create an order with `{"token": "pm_card_visa"}`.',
    )
    .setVersion('1.0.0')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/', 'This server')
    .addTag('auth', 'Accounts, guests and tokens')
    .addTag('products', 'What there is to buy')
    .addTag('cart', 'What a customer means to buy')
    .addTag('orders', 'Placing, tracking and cancelling orders')
    .addTag('payment', 'Paying an order; card keys and methods')
    .addTag('fulfilment', 'Preparing, shipping, delivering and refunding: admins')
    .addTag('webhooks', 'Partners are told what happens')
    .addTag('mails', 'What customers were told: admins')
    .addTag('health', 'For whoever operates it')
    .addTag('problems', 'What each problem code means')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'bearer')
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'sk_test_… or sk_live_…',
        description: 'The API key of a partner. It opens the operations whose `x-scope` it has.',
      },
      'apiKey',
    )
    .build();
  return completeContract(
    SwaggerModule.createDocument(app, info, { operationIdFactory: (_controller, method) => method }),
  );
}

/** Swagger UI at /docs; "Authorize" survives a reload of the page. */
export function serveDocs(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    customSiteTitle: 'Settle API',
    jsonDocumentUrl: 'docs/openapi.json',
    swaggerOptions: { persistAuthorization: true, tryItOutEnabled: true, displayRequestDuration: true },
  });
}
