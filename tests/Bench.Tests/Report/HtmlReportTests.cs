using System.Text.RegularExpressions;
using System.Xml.Linq;
using VaeCodec.Bench.Report;
using VaeCodec.Bench.Results;
using VaeCodec.Bench.Tests.Support;
using Xunit;

namespace VaeCodec.Bench.Tests.Report;

public class HtmlReportTests
{
    private readonly string _html = HtmlReport.Write(SmallResults.Make(), SmallResults.Pictures());

    [Fact]
    public void NeedsNothingElse()
    {
        Assert.All(Regex.Matches(_html, "(?:src|href)=\"([^\"]*)\"").Select(m => m.Groups[1].Value),
            target => Assert.StartsWith("data:", target, StringComparison.Ordinal));
        Assert.DoesNotMatch(@"https?://|@import|url\((?!#)", _html);
    }

    [Fact]
    public void IsWellFormedAndEscaped()
    {
        XElement body = Body();
        Assert.Equal("VaeCodec on pictures & more", body.Descendants("h1").Single().Value);
        Assert.Contains("<title>VaeCodec on pictures &amp; more</title>", _html, StringComparison.Ordinal);
        Assert.Contains(body.Descendants("h3"), h => h.Value.StartsWith("b <&> \"c\".png", StringComparison.Ordinal));
        Assert.DoesNotMatch(@"<(div|button|span|i|p|section|td|figure|b|small) [^>]*/>", _html);
    }

    [Fact]
    public void ShowsCurvesPicturesAndWhatWasLeftOut()
    {
        XElement body = Body();
        Assert.Equal(["vaecodec", "jpeg420", "jpeg420 (elsewhere)"], body.Descendants("button").Where(Has("pill")).Select(b => b.Value));
        Assert.Equal(["original", "vaecodec", "jpeg420"], body.Descendants("button").Where(Has("shot"))
            .Select(b => b.Attribute("data-name")!.Value));
        Assert.Contains("data:image/webp;base64," + Convert.ToBase64String([4, 5]), _html, StringComparison.Ordinal);
        Assert.Equal(3, body.Descendants("img").Count(i => i.Attribute("src")?.Value.StartsWith("data:image/jpeg", StringComparison.Ordinal)
            == true));
        Assert.Contains("jxl-e7 was left out: cjxl and djxl not found", body.Value, StringComparison.Ordinal);
        Assert.Equal(7, body.Descendants("svg").Count());
    }

    [Fact]
    public void WorksWithVaeCodecAlone()
    {
        BenchResults all = SmallResults.Make();
        string html = HtmlReport.Write(all with
        {
            Codecs = [all.Codecs[0]],
            Curves = [all.Curves[0]],
            BdRates = [],
            Reference = all.Curves[0].Name,
            Comparisons = [],
            Progression = null
        }, new([], []));
        Assert.DoesNotContain("BD-rate against", html, StringComparison.Ordinal);
        Assert.Contains("Rate and distortion", html, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePlotAloneIsAnSvgFile()
    {
        XElement svg = XElement.Parse(StandalonePlot.Write(SmallResults.Make()));
        XNamespace names = "http://www.w3.org/2000/svg";
        Assert.Equal(names + "svg", svg.Name);
        Assert.Equal(2, svg.Descendants(names + "polyline").Count());
    }

    private XElement Body() => XElement.Parse(_html[_html.IndexOf("<body>",
        StringComparison.Ordinal)..(_html.IndexOf("</body>", StringComparison.Ordinal) + "</body>".Length)]);

    private static Func<XElement, bool> Has(string cssClass) => e => e.Attribute("class")?.Value.Split(' ').Contains(cssClass) == true;
}
