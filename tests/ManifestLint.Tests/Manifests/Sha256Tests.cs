using System.Security.Cryptography;
using System.Text;
using ManifestLint.Manifests;

namespace ManifestLint.Tests.Manifests;

public sealed class Sha256Tests
{
    [Theory]
    [InlineData("", 1)]
    [InlineData("ML1001\nDeployment\nshop\nweb\nspec", 1)]
    [InlineData("ü", 40)]
    public void It_is_what_the_framework_computes(string piece, int times)
    {
        for (int i = 0; i < 130; i++)
        {
            string text = string.Concat(Enumerable.Repeat(piece, times)) + new string('x', i);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), Sha256.HexOf(text));
        }
    }
}
