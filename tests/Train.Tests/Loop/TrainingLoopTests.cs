using System.Text.Json;
using VaeCodec.Tests.Shared;
using VaeCodec.Train.Loop;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.Tests.Loop;

public sealed class TrainingLoopTests
{
    [Fact]
    public void StepsFollowTheScheduleAndTheLogTellsThem()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        using var trainee = new Counting();
        var loop = new TrainingLoop(Settings(folder.Path, steps: 10), trainee);
        var reports = new List<double>();
        Assert.False(loop.Run(untilStep: 4, progress: new Collecting(reports)));
        Assert.Equal([0, 1, 2, 3], trainee.Seen.Select(s => s.Index));
        Assert.Equal([0, 0.1, 0.2, 0.3], trainee.Seen.Select(s => s.Fraction));
        Assert.True(trainee.Seen[0].Share < trainee.Seen[2].Share);
        Assert.Equal([0.1, 0.2, 0.3, 0.4], reports);
        Assert.True(loop.Run());
        Assert.Equal(2, trainee.Calls);
        int[] lines = [.. File.ReadLines(folder["log.jsonl"])
            .Select(l => JsonDocument.Parse(l).RootElement.GetProperty("step").GetInt32())];
        Assert.Equal([3, 6, 9], lines);
    }

    [Fact]
    public void AStateIsTakenUpWhereItWasLeft()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        using (var first = new Counting())
            new TrainingLoop(Settings(folder.Path, 10), first).Run(untilStep: 4);
        using var second = new Counting();
        var loop = new TrainingLoop(Settings(folder.Path, 10), second, folder.Path);
        Assert.Equal((4, 6f, 4L), (loop.Step, second.Sum, second.Counters["taken"]));
        loop.Run();
        Assert.Equal((45f, 10L), (second.Sum, second.Counters["taken"]));
        Assert.True(loop.Seconds > 0);
    }

    [Fact]
    public void AStateOfAnotherRunAndWhatIsNoStateAreRefused()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        using (var first = new Counting())
            new TrainingLoop(Settings(folder.Path, 10), first).Run(untilStep: 1);
        using var other = new Counting("another");
        Assert.Contains("seed", Assert.Throws<InvalidDataException>(() => new TrainingLoop(Settings(folder.Path, 10), other, folder.Path))
            .Message, StringComparison.Ordinal);
        SingleTensorFile.Write(folder[LoopState.FileName], null, [("sum", [1], [1f])], new Dictionary<string, string> { ["seed"] = "one" });
        using var same = new Counting();
        Assert.Contains("'taken'", Assert.Throws<InvalidDataException>(() => new TrainingLoop(Settings(folder.Path, 10), same, folder.Path))
            .Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ARunThatWasKilledBetweenTwoStatesGoesOnFromTheOlder()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        using (var first = new Counting())
            new TrainingLoop(Settings(folder.Path, 10), first).Run(untilStep: 4);
        File.Move(folder[LoopState.FileName], folder[LoopState.PreviousName]);
        using var second = new Counting();
        Assert.Equal(4, new TrainingLoop(Settings(folder.Path, 10), second, folder.Path).Step);
    }

    [Fact]
    public void AStateThatHoldsMoreThanTheRunKnowsIsRefused()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        SingleTensorFile.Write(folder[LoopState.FileName], null, [("sum", [1], [1f]), ("statistics", [1], [2f])],
            new Dictionary<string, string> { ["seed"] = "one", ["step"] = "1", ["seconds"] = "1", ["taken"] = "1" });
        using var trainee = new Counting();
        Assert.Contains("config differs", Assert.Throws<InvalidDataException>(
            () => new TrainingLoop(Settings(folder.Path, 10), trainee, folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ACallEndsAtItsMinutesAndWhenItIsAsked()
    {
        Libtorch.Require();
        using var folder = new ScratchFolder();
        using var trainee = new Counting();
        using var stop = new CancellationTokenSource();
        trainee.AfterStep = step =>
        {
            if (step == 2)
                stop.Cancel();
        };
        var loop = new TrainingLoop(Settings(folder.Path, 1000), trainee);
        Assert.False(loop.Run(cancellationToken: stop.Token));
        Assert.Equal(3, loop.Step);
        Assert.False(loop.Run(minutes: 1e-9));
        Assert.Equal(3, loop.Step);
        Assert.True(File.Exists(folder[LoopState.PreviousName]));
    }

    private static LoopSettings Settings(string folder, long steps)
        => new(folder, new Schedule(null, steps, 3, 0.9), TrainingClock.Wall, 3, 60);

    private sealed class Collecting(List<double> to) : IProgress<double>
    {
        public void Report(double value) => to.Add(value);
    }

    private sealed class Counting(string seed = "one") : ITrainee
    {
        private long _taken;

        public float Sum { get; private set; }

        public int Calls { get; private set; }

        public List<LoopStep> Seen { get; } = [];

        public Action<long>? AfterStep { get; set; }

        public IEnumerable<StateEntry> State => [StateEntry.Of("sum", () => [Sum], values => Sum = values[0])];

        public IReadOnlyDictionary<string, string> Identity => new Dictionary<string, string> { ["seed"] = seed };

        public IReadOnlyDictionary<string, long> Counters
        {
            get => new Dictionary<string, long> { ["taken"] = _taken };
            set => _taken = value["taken"];
        }

        public string Summary => "";

        public void Begin(long step) => Calls++;

        public void Take(LoopStep step)
        {
            Seen.Add(step);
            Sum += step.Index;
            _taken++;
            AfterStep?.Invoke(step.Index);
        }

        public void End()
        {
        }

        public object Line(LoopLine line) => new { step = line.Step };

        public void Saved(long step, double seconds)
        {
        }

        public void Dispose()
        {
        }
    }
}
