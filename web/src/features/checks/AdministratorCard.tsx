/** For whoever runs the network: what it must let out, where to, and which of it did not get through. */
import { Copy, CopyCheck, Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Endpoint } from '../../gen';
import type { CheckSnapshot } from '../../rtc/checks/types';
import { Button } from '../../ui/buttons/Button';
import { CopyRefused } from '../../ui/copies/CopyRefused';
import { saveText } from '../../ui/copies/save-text';
import { useCopy } from '../../ui/copies/use-copy';
import styles from './AdministratorCard.module.css';
import { endpointWords } from './endpoint-words';
import { legAdvice } from './leg-advice';
import { legName } from './leg-words';
import { reportOf } from './report';
import { isUnreached } from './unreached';

interface AdministratorCardProps {
  readonly snapshot: CheckSnapshot;
}

export function AdministratorCard({ snapshot }: AdministratorCardProps) {
  const { t } = useTranslation();
  const [copying, copy] = useCopy();
  const isCopied = copying === 'copied';
  const { legs, endpoints } = snapshot;
  const isBlocked = ({ leg }: Endpoint) => legs.some((view) => view.leg === leg && isUnreached(view));

  function line(endpoint: Endpoint): string {
    const what = `${endpointWords(t, endpoint)} (${legName(t, endpoint.leg)})`;
    return isBlocked(endpoint) ? t('check.lineBlocked', { what }) : what;
  }

  function save() {
    const report = reportOf(snapshot, {
      madeAt: new Date(),
      page: window.location.origin,
      browser: navigator.userAgent,
      adviceOf: ({ leg, outcome }) => (outcome === null ? null : legAdvice(t, leg, outcome, endpoints)),
    });
    saveText('parley-connection-report.json', `${JSON.stringify(report, null, 2)}\n`, 'application/json');
  }

  return (
    <section className={styles['card']} aria-labelledby="administrator">
      <h2 id="administrator" className={styles['title']}>
        {t('check.administrator')}
      </h2>
      <p className={styles['text']}>{t('check.administratorText')}</p>
      <ul className={styles['lines']} aria-labelledby="administrator">
        {endpoints.map((endpoint) => (
          <li key={JSON.stringify(endpoint)} data-blocked={isBlocked(endpoint) || undefined}>
            {line(endpoint)}
          </li>
        ))}
      </ul>
      <div className={styles['actions']}>
        <Button
          icon={isCopied ? <CopyCheck aria-hidden="true" /> : <Copy aria-hidden="true" />}
          onPress={() => copy(endpoints.map(line).join('\n'))}
        >
          {isCopied ? t('check.copied') : t('check.copy')}
        </Button>
        <Button icon={<Download aria-hidden="true" />} onPress={save}>
          {t('check.download')}
        </Button>
      </div>
      <CopyRefused outcome={copying} words={t('app.copyRefused')} />
      <p className={styles['text']}>{t('check.reportText')}</p>
    </section>
  );
}
