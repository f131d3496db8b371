package org.voxrelay.inference.transform;

import java.util.List;

/** Of the samples that are asked for; all 0 if there are none. Sums are made in double precision, in two passes. */
record Statistics(double mean, double deviation, float least, float most) {
    interface Choice {
        boolean takes(float value);
    }

    static Statistics of(List<float[]> channels, Choice choice) {
        long count = 0;
        double sum = 0;
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (float[] samples : channels) {
            for (float value : samples) {
                if (choice.takes(value)) {
                    count++;
                    sum += value;
                    least = Math.min(least, value);
                    most = Math.max(most, value);
                }
            }
        }
        if (count == 0) {
            return new Statistics(0, 0, 0, 0);
        }
        double mean = sum / count;
        double squares = 0;
        for (float[] samples : channels) {
            for (float value : samples) {
                if (choice.takes(value)) {
                    squares += (value - mean) * (value - mean);
                }
            }
        }
        return new Statistics(mean, Math.sqrt(squares / count), least, most);
    }

    static Statistics within(float[] samples, boolean[] mask) {
        int count = 0;
        for (boolean inside : mask) {
            count += inside ? 1 : 0;
        }
        float[] chosen = new float[count];
        int next = 0;
        for (int i = 0; i < samples.length; i++) {
            if (mask[i]) {
                chosen[next++] = samples[i];
            }
        }
        return of(List.of(chosen), value -> true);
    }
}
