// 'vaecodec train': the tool starts this program with the arguments behind the command.
using VaeCodec.Train;

// A trainer takes its step to the end and saves a hundred megabytes.
var patience = TimeSpan.FromMinutes(2);
return await CommandRun.InvokeAsync([TrainArguments.Create()], [ToolProgram.Train.Name, .. args], patience).ConfigureAwait(false);
