using System.Text;

namespace VaeCodec.CommandLine.Files;

/// <summary>
/// Names of files. Linux's are bytes and .NET's are text: a byte that is no UTF-8 is held as the lone surrogate U+DC00 + byte, which no
/// valid text has, so that the name can be turned back (as Python's <c>surrogateescape</c> does, PEP 383).
/// </summary>
internal static class FileName
{
    private const int Stray = 0xdc00;

    /// <summary>The arguments of this process, with the bytes that .NET has replaced where they were no UTF-8.</summary>
    public static string[] Recover(string[] arguments)
    {
        if (!OperatingSystem.IsLinux() || !arguments.Any(argument => argument.Contains('\ufffd', StringComparison.Ordinal)))
            return arguments;
        var words = new List<string>();
        ReadOnlySpan<byte> line = File.ReadAllBytes("/proc/self/cmdline");
        for (int end; (end = line.IndexOf((byte)0)) >= 0; line = line[(end + 1)..])
            words.Add(Decode(line[..end]));
        return words.Count >= arguments.Length ? [.. words.TakeLast(arguments.Length)] : arguments;
    }

    /// <summary>From the system's bytes.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            bool valid = Rune.DecodeFromUtf8(bytes, out Rune rune, out int length) == System.Buffers.OperationStatus.Done;
            if (valid)
                text.Append(rune.ToString());
            for (int i = 0; i < length && !valid; i++)
                text.Append((char)(Stray + bytes[i]));
            bytes = bytes[length..];
        }

        return text.ToString();
    }

    /// <summary>To the system's bytes, with a zero behind them.</summary>
    public static byte[] Encode(string name)
    {
        var bytes = new List<byte>(name.Length + 1);
        Span<byte> utf8 = stackalloc byte[4];
        for (int i = 0; i < name.Length; i++)
        {
            if (IsStray(name[i]))
            {
                bytes.Add((byte)(name[i] - Stray));
                continue;
            }

            Rune rune = Rune.TryGetRuneAt(name, i, out Rune found) ? found : Rune.ReplacementChar;
            bytes.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
            i += rune.Utf16SequenceLength - 1;
        }

        bytes.Add(0);
        return [.. bytes];
    }

    /// <summary>Whether .NET's own functions can open it.</summary>
    public static bool IsText(string name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            if (!Rune.TryGetRuneAt(name, i, out Rune rune))
                return false;
            i += rune.Utf16SequenceLength - 1;
        }

        return true;
    }

    /// <summary>Whether a UTF-16 unit stands for a byte. Behind a high surrogate it would be half of a character.</summary>
    public static bool IsStray(char unit) => unit is >= (char)(Stray + 0x80) and <= (char)(Stray + 0xff);
}
