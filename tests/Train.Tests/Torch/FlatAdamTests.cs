using TorchSharp;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Torch;

namespace VaeCodec.Train.Tests.Torch;

public sealed class FlatAdamTests
{
    [Fact]
    public void EveryParameterFollowsTheFormula()
    {
        Libtorch.Require();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor p = TensorValues.Tensor([1f], 1), q = TensorValues.Tensor([-2f], 1, 1);
        using var adam = new FlatAdam([p, q], 0.1, 0.9, 0.99);
        double[] expected = [1, -2], m = [0, 0], v = [0, 0];
        float[] gradient = [0.5f, -3f];
        for (int t = 1; t <= 3; t++)
        {
            adam.Step([TensorValues.Tensor([gradient[0]], 1), TensorValues.Tensor([gradient[1]], 1, 1)]);
            Assert.Equal(t, adam.Steps);
            for (int i = 0; i < 2; i++)
            {
                m[i] = 0.9 * m[i] + 0.1 * gradient[i];
                v[i] = 0.99 * v[i] + 0.01 * gradient[i] * gradient[i];
                expected[i] -= 0.1 * (m[i] / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.99, t))) + 1e-8);
            }

            gradient[0] = -0.25f;
        }

        Assert.Equal(expected[0], p.Value(), 1e-5);
        Assert.Equal(expected[1], q.Value(), 1e-5);
        Assert.Equal(m[1], adam.FirstMoments[1].Value(), 1e-5);
        Assert.Equal(v[0], adam.SecondMoments[0].Value(), 1e-5);
    }
}
