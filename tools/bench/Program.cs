// 'vaecodec bench': the tool starts this program with the arguments behind the command.
using VaeCodec.Bench;

return await CommandRun.InvokeAsync([BenchArguments.Create()], [ToolProgram.Bench.Name, .. args], TimeSpan.FromSeconds(2))
    .ConfigureAwait(false);
