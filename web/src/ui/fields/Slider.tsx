/** A value between two ends, with what it is called and how much it is. */
import { Slider as AriaSlider, Label, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components';
import styles from './Slider.module.css';

interface SliderProps {
  readonly label: string;
  /** 0 to 1. */
  readonly value: number;
  readonly onChange: (value: number) => void;
}

export function Slider({ label, value, onChange }: SliderProps) {
  return (
    <AriaSlider
      className={styles['slider'] ?? ''}
      minValue={0}
      maxValue={1}
      step={0.1}
      value={value}
      onChange={onChange}
      formatOptions={{ style: 'percent' }}
    >
      <Label className={styles['label'] ?? ''}>{label}</Label>
      <SliderOutput className={styles['output'] ?? ''} />
      <SliderTrack className={styles['track'] ?? ''}>
        <SliderThumb className={styles['thumb'] ?? ''} />
      </SliderTrack>
    </AriaSlider>
  );
}
