import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { I18nProvider, RouterProvider } from 'react-aria-components';
import { useLocation } from 'wouter';

interface ProvidersProps {
  readonly language: string;
  readonly children: ReactNode;
}

/** What every page may rely on: server data, language, and links of the components library going by the router. */
export function Providers({ language, children }: ProvidersProps) {
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { staleTime: 5_000 } } }));
  const [, navigate] = useLocation();
  return (
    <QueryClientProvider client={client}>
      <I18nProvider locale={language}>
        <RouterProvider navigate={(path) => navigate(path)}>{children}</RouterProvider>
      </I18nProvider>
    </QueryClientProvider>
  );
}
