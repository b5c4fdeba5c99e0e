import { registerHooks } from 'node:module';

// Lets a process of its own run the sandbox from src by Node's type stripping, so that no test proves yesterday's build.
registerHooks({
  resolve(specifier, context, next) {
    try {
      return next(specifier, context);
    } catch (error) {
      if (!specifier.endsWith('.js')) throw error;
      return next(specifier.replace(/\.js$/, '.ts'), context);
    }
  },
});
