namespace VaeCodec.Bench.Report;

/// <summary>Texts that are compiled into the assembly.</summary>
internal static class Resources
{
    /// <summary>One of them by its name.</summary>
    public static string Read(string name)
    {
        using Stream stream = typeof(Resources).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
