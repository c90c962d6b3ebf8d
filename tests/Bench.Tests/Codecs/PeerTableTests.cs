using System.Globalization;
using VaeCodec.Bench.Codecs;
using VaeCodec.Bench.Tests.Support;
using Xunit;

namespace VaeCodec.Bench.Tests.Codecs;

public class PeerTableTests
{
    /// <summary>Commands and points are those that the anchors were measured with, word for word.</summary>
    [Fact]
    public void IsThatOfTheAnchors()
    {
        string[][] rows = [.. File.ReadLines(SharedAnchors.Require("local-kodak.csv")).Select(l => l.Split(','))];
        int codec = Array.IndexOf(rows[0], "codec"), point = Array.IndexOf(rows[0], "point"), settings = Array.IndexOf(rows[0], "settings");
        foreach (PeerSpec spec in PeerTable.Usual)
        {
            string[] theirs = [.. rows.Where(r => r[codec] == spec.Name).OrderBy(r => int.Parse(r[point], CultureInfo.InvariantCulture))
                .Select(r => r[settings]).Distinct()];
            IEnumerable<string> ours = spec.Points.Select(q => $"{spec.Encoder} {spec.EncodeArguments}"
                .Replace("{q}", q.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{in}", "IN" + spec.InputSuffix, StringComparison.Ordinal)
                    .Replace("{out}", "OUT" + spec.FileSuffix, StringComparison.Ordinal));
            Assert.Equal(theirs, ours);
        }
    }
}
