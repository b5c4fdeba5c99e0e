import { SetMetadata } from '@nestjs/common';

export const PUBLIC = 'settle:public';

/** A route that anyone may call; a token that comes along is ignored. */
export const Public = () => SetMetadata(PUBLIC, true);
