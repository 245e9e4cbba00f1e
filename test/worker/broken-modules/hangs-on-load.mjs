export const run = () => ({});
for (;;);
