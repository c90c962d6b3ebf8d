using System.Globalization;
using System.Xml.Linq;

namespace VaeCodec.Bench.Report;

/// <summary>Short ways to write elements and numbers.</summary>
internal static class Markup
{
    /// <summary>An element with a class (none where null) and content: text, elements, attributes.</summary>
    public static XElement Element(string name, string? cssClass, params object?[] content)
        => new(name, cssClass is null ? null : new XAttribute("class", cssClass), content);

    /// <summary>An attribute.</summary>
    public static XAttribute Attribute(string name, object value) =>
        new(name, value is IFormattable f ? f.ToString(null, CultureInfo.InvariantCulture) : value);

    /// <summary>A length or coordinate in SVG.</summary>
    public static XAttribute At(string name, double value) => new(name, Number(value, "0.##"));

    /// <summary>A number without the user's locale; nothing for null.</summary>
    public static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    /// <summary>A signed percentage.</summary>
    public static string Percent(double value) => Number(value, "+0.0;−0.0;0.0") + " %";

    /// <summary>A table row of cells; numbers are set to the right by the class <c>n</c>.</summary>
    public static XElement Row(params object[] cells) => new("tr", cells.Select(c => c is XElement ? c : Element("td", "n", c)));

    /// <summary>A table in a box that scrolls sideways on narrow screens.</summary>
    /// <param name="head">Names of the columns.</param>
    /// <param name="wordColumns">How many of them, from the left, have words.</param>
    /// <param name="rows">From <see cref="Row"/>.</param>
    public static XElement Table(IReadOnlyList<string> head, int wordColumns, IEnumerable<XElement> rows) =>
        Element("div", "scroll", new XElement("table",
        new XElement("thead", new XElement("tr", head.Select((h, i) => Element("th", i < wordColumns ? "w" : null, h)))),
            new XElement("tbody", rows)));

    /// <summary>A cell for words.</summary>
    public static XElement Words(params object[] content) => Element("td", "w", content);
}
