namespace VaeCodec.Train.Race;

/// <summary>Milliseconds of each pass of a race; the benchmark reads them from the trainer's output.</summary>
/// <param name="EngineEncode">Encoder passes of the deterministic engine.</param>
/// <param name="EngineDecode">Its decoder passes.</param>
/// <param name="TorchEncode">Encoder passes of libtorch.</param>
/// <param name="TorchDecode">Its decoder passes.</param>
internal sealed record RaceTimes(double[] EngineEncode, double[] EngineDecode, double[] TorchEncode, double[] TorchDecode);
