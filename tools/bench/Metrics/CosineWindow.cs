namespace VaeCodec.Bench.Metrics;

/// <summary>A Gaussian as a short sum of cosines (Charalampidis, "Recursive Implementation of the Gaussian Filter Using Truncated Cosine
/// Functions", IEEE Transactions on Signal Processing 64, 2016). A recursive filter takes three multiplications a value for it, whatever
/// its width; at 9 taps the same window as a plain sum is as fast, and rounds less.</summary>
internal static class CosineWindow
{
    /// <summary>h[j] = sum over k of beta_k cos(w_k j), w_k = k pi / 2N, k = 1, 3, 5, for |j| below N = round(3.2795 sigma + 0.2546),
    /// equation 57; all three cosines are 0 at N. The betas are the Gaussian's own Fourier coefficients, changed as little as makes the
    /// sum of the taps 1 and their variance sigma².</summary>
    /// <returns>2N - 1 taps.</returns>
    public static float[] Of(double sigma)
    {
        int radius = (int)Math.Round(3.2795 * sigma + 0.2546);
        double[] frequencies = [.. Enumerable.Range(0, 3).Select(k => (2 * k + 1) * Math.PI / (2 * radius))];
        int[] places = [.. Enumerable.Range(1 - radius, 2 * radius - 1)];
        double[] sums = [.. frequencies.Select(w => places.Sum(j => Math.Cos(w * j)))],
            squares = [.. frequencies.Select(w => places.Sum(j => j * j * Math.Cos(w * j)))],
            own = [.. frequencies.Select(w => Math.Exp(-sigma * sigma * w * w / 2) / radius)];

        // The nearest point to `own` on both planes: own + a sums + b squares.
        double ss = Dot(sums, sums), sq = Dot(sums, squares), qq = Dot(squares, squares);
        double lackOfSum = 1 - Dot(own, sums), lackOfVariance = sigma * sigma - Dot(own, squares), determinant = ss * qq - sq * sq;
        double a = (lackOfSum * qq - lackOfVariance * sq) / determinant, b = (lackOfVariance * ss - lackOfSum * sq) / determinant;
        return [.. places.Select(j => (float)Enumerable.Range(0, 3)
            .Sum(k => (own[k] + a * sums[k] + b * squares[k]) * Math.Cos(frequencies[k] * j)))];
    }

    private static double Dot(double[] x, double[] y) => x.Zip(y, (p, q) => p * q).Sum();
}
