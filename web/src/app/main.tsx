import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startTranslations } from '../i18n';
import '../ui/theme/document.css';
import { applyTheme, rememberedTheme } from '../ui/theme/theme';
import { CrashedPage } from './CrashedPage';
import { ErrorBoundary } from './ErrorBoundary';
import { Providers } from './Providers';
import { Router } from './router';

const translations = startTranslations(window.location.search);
applyTheme(rememberedTheme());

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <Providers language={translations.language}>
      <ErrorBoundary fallback={<CrashedPage />}>
        <Router />
      </ErrorBoundary>
    </Providers>
  </StrictMode>,
);
