using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace VaeCodec.MicroBench;

/// <summary>GMAC/s of convolutions, Msymbol/s of entropy coding.</summary>
internal sealed class WorkRateColumn : IColumn
{
    public string Id => nameof(WorkRateColumn);

    public string ColumnName => "Rate";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "GMAC/s of convolutions, Msymbol/s of entropy coding";

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, summary.Style);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style)
    {
        if (summary[benchmarkCase]?.ResultStatistics is not { Mean: var nanoseconds })
            return "-";
        if (benchmarkCase.Parameters[nameof(ConvolutionBenchmarks.Shape)] is ConvolutionShape shape)
            return string.Create(CultureInfo.InvariantCulture, $"{shape.Multiplies / nanoseconds:0.0} GMAC/s");
        return benchmarkCase.Descriptor.Type == typeof(EntropyBenchmarks)
            ? string.Create(CultureInfo.InvariantCulture, $"{1e3 / nanoseconds:0} Msymbol/s")
            : "-";
    }
}
