using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace VaeCodec.CommandLine;

/// <summary>Numbers as people write them: <c>10k</c> and <c>1.5M</c> where bytes or pixels are counted; a decimal comma is not guessed at
/// but told of.</summary>
internal static class NumberText
{
    private static readonly (string Unit, double Factor)[] s_units =
    [
        ("k", 1e3), ("K", 1e3), ("kB", 1e3), ("KB", 1e3), ("M", 1e6), ("MB", 1e6), ("G", 1e9), ("GB", 1e9),
        ("Ki", 1 << 10), ("KiB", 1 << 10), ("Mi", 1 << 20), ("MiB", 1 << 20), ("Gi", 1 << 30), ("GiB", 1 << 30), ("B", 1),
    ];

    /// <summary>Reads the value of an option, or adds an error that says what is meant.</summary>
    /// <param name="result">Of the option.</param>
    /// <param name="name">The option's.</param>
    /// <param name="least">The least value.</param>
    /// <param name="most">The largest value.</param>
    /// <param name="counts">Whether it is a count that may have a unit.</param>
    public static T? Read<T>(ArgumentResult result, string name, double least, double most, bool counts = false)
        where T : struct, INumber<T>
    {
        string text = result.Tokens[^1].Value;
        bool whole = T.CreateTruncating(0.5) == T.Zero;
        string? problem = Problem(text, counts, out double value);
        if (problem is null && !(value >= least && value <= most))
            problem = most == double.MaxValue ? "it must be above 0" : $"it must lie between {Show(least)} and {Show(most)}";
        if (problem is null && whole && !double.IsInteger(value))
            problem = "it must be a whole number";
        if (problem is null)
            return T.CreateChecked(value);
        result.AddError($"{name} is {(text.Length == 0 ? "empty" : text)}; {problem}.");
        return null;
    }

    /// <summary>What keeps a text from being a number; null where it is one.</summary>
    internal static string? Problem(string text, bool counts, out double value)
    {
        int digits = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        string number = text[..digits], unit = text[digits..];
        if (number.Contains(',', StringComparison.Ordinal))
        {
            value = double.NaN;
            return CommaProblem(text, counts);
        }

        double factor = unit.Length == 0 ? 1 : counts ? s_units.FirstOrDefault(known => known.Unit == unit).Factor : 0;
        bool isNumber = double.TryParse(factor == 0 ? text : number, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        value *= factor == 0 ? 1 : factor;
        if (isNumber)
            return null;
        return counts && digits > 0 ? "it takes a number alone, or with k, M or G (thousands, millions, billions) or Ki, Mi, Gi (of 1024)"
            : "it takes a number";
    }

    private static string CommaProblem(string text, bool counts)
    {
        string point = text.Replace(',', '.'), without = text.Replace(",", "", StringComparison.Ordinal);
        return text.AsSpan().Count(',') > 1 ? $"thousands take no comma: {without}"
            : counts ? $"a comma is not understood: write {without} or {point}"
            : $"decimals take a point: {point}";
    }

    private static string Show(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
