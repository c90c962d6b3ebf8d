namespace VaeCodec.Store.Index;

/// <summary>Times as the index holds them: milliseconds since 1970, which sort and compare alike in every database.</summary>
internal static class SqlTime
{
    /// <summary>To the index.</summary>
    public static long From(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;

    /// <summary>From the index.</summary>
    public static DateTime To(long milliseconds, DateTimeKind kind)
        => new(DateTime.UnixEpoch.Ticks + (milliseconds * TimeSpan.TicksPerMillisecond), kind);

    /// <summary>As it comes back from the index.</summary>
    public static DateTime Round(DateTime time) => To(From(time), time.Kind);
}
