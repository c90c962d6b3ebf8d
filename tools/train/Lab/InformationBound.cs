namespace VaeCodec.Train.Lab;

/// <summary>The best that any classifier can do with so much information about the class (Trading Information between Latents, Xiao and
/// Bamler 2023, arXiv:2302.04855, equation 11): its accuracy a satisfies H(y) + a ln a + (1 - a) ln((1 - a) / (classes - 1)) &lt;= I.
/// </summary>
internal static class InformationBound
{
    /// <summary>The largest accuracy.</summary>
    /// <param name="nats">I, or a rate, which is no less: what the latents tell of the picture.</param>
    /// <param name="counts">Of the classes.</param>
    public static double Accuracy(double nats, IReadOnlyList<int> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        double all = counts.Sum(), entropy = -counts.Where(c => c > 0).Sum(c => c / all * Math.Log(c / all));
        int classes = counts.Count(c => c > 0);
        double low = 1.0 / classes, high = 1;
        if (nats >= Needed(high))
            return 1;
        if (nats <= Needed(low))
            return low;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Needed(middle) <= nats ? (middle, high) : (low, middle);
        }

        return low;

        double Needed(double accuracy) => entropy + Part(accuracy, 1) + Part(1 - accuracy, classes - 1);

        static double Part(double share, int among) => share <= 0 ? 0 : share * Math.Log(share / among);
    }
}
