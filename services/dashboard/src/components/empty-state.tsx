import type { ComponentChildren } from "preact";

/** Nothing is here, and what to do about it. */
export function EmptyState({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      <div class="soft">{children}</div>
    </div>
  );
}
