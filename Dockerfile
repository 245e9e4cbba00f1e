# One image for every service of the farm; docker-compose.yml says which of them a container runs.
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build && npm prune --omit=dev

FROM node:20-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
# Owned by root and never written to: the services write to /data and /tmp alone.
COPY --from=build /app ./
# A volume that is mounted here for the first time takes over its owner.
RUN mkdir /data && chown node:node /data
USER node
CMD ["node", "dist/coordinator.js"]
