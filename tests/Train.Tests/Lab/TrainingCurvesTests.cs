using System.Globalization;
using System.Xml.Linq;
using VaeCodec.Train.Lab;
using VaeCodec.Train.Tests.Support;

namespace VaeCodec.Train.Tests.Lab;

public sealed class TrainingCurvesTests
{
    private static readonly string[] s_log =
    [
        """{"config": {"batch": 8}}""", """{"step": 50, "gpx": 1.0, "loss": 3.0, "layers": [1, 3]}""",
        """{"step": 100, "gpx": 2.0, "loss": 2.0, "layers": [2, 2]}""", """{"config": {"batch": 16}}""",
        """{"step": 50, "gigapixels": 0.5, "loss": 1.0, "layers": [3, 1]}""",
    ];

    [Fact]
    public void AnObjectiveIsACurveThatGoesOnOverSegments()
    {
        XElement svg = XElement.Parse(TrainingCurves.Draw(s_log, layers: false));
        string points = svg.Descendants().Single(e => e.Name.LocalName == "polyline").Attribute("points")!.Value;
        double[][] at = [.. points.Split(' ').Select(p => p.Split(',')
            .Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal(3, at.Length);
        Assert.Equal(2, (at[1][0] - at[0][0]) / (at[2][0] - at[1][0]), 0.02); // 1, 2, 2.5 gigapixels
        Assert.True(at[0][1] < at[1][1] && at[1][1] < at[2][1]); // down the page
        Assert.Contains("Gigapixels", svg.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void LayersAreShares()
    {
        XElement svg = XElement.Parse(TrainingCurves.Draw(s_log, layers: true));
        XElement[] areas = [.. svg.Descendants().Where(e => e.Name.LocalName == "polygon")];
        Assert.Equal(2, areas.Length);
        string[] below = areas[0].Attribute("points")!.Value.Split(' '), above = areas[1].Attribute("points")!.Value.Split(' ');
        Assert.Equal(below[..3], Enumerable.Reverse(above[3..]));
    }

    [Fact]
    public void LogsOfSmallModelsAreDrawnOverSteps()
    {
        string svg = TrainingCurves.Draw(["""{"step": 1, "bits": 9.0}""", """{"step": 2, "bits": 8.0}"""], layers: false);
        Assert.Contains("steps", svg, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => TrainingCurves.Draw(["""{"step": 1, "bits": 9.0}"""], layers: false));
        Assert.Throws<InvalidDataException>(() => TrainingCurves.Draw(["""{"step": 1, "bits": 9}""", """{"step": 2, "bits": 8}"""],
            layers: true));
    }

    [Fact]
    public void EveryVariantIsAConfigThatTrains()
    {
        var variants = new Variants(Configs.Text("flagship-cpu"), "nowhere", 7);
        foreach (string name in Variants.Names)
        {
            var config = Train.Training.TrainConfig.Parse(variants.Config(name, "out").ToJsonString());
            Assert.Equal(((double?)7, "out", 1, name), (config.Minutes, config.Out, config.Workers, config.Spec.Name));
        }

        Assert.Equal("adam", Train.Training.TrainConfig.Parse(variants.Config("adam", "out").ToJsonString()).Optimiser);
        Assert.Equal(4, Train.Training.TrainConfig.Parse(variants.Config("one-layer-per-scale", "out").ToJsonString()).Spec.Layers);
    }
}
