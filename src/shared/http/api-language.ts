import { ApiHeader } from '@nestjs/swagger';

/** An operation that causes mails in the language of its caller. */
export const ApiLanguage = (): MethodDecorator =>
  ApiHeader({
    name: 'Accept-Language',
    required: false,
    description: 'The best of those that we have is the language of the mails',
    schema: { type: 'string', example: 'de-AT, en;q=0.8' },
  });
