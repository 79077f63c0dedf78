namespace ManifestLint.Tests.Composition;

/// <summary>Every operation on what is there, what is not, indexes, <c>-</c> and null does what it does in kubectl, which the oracles ask for the same table.</summary>
public sealed class JsonPatchTests
{
    [Fact]
    public void Operations_do_what_they_do_in_kubectl()
    {
        Assert.NotEmpty(JsonPatchTable.Rows);
        Assert.Empty(
            JsonPatchTable
                .Rows.Select(r => (r.Operation, r.Answer, Ours: JsonPatchTable.Composed(r.Operation)))
                .Where(r => r.Ours != r.Answer)
                .Select(r => $"{r.Operation} is {r.Ours}, not {r.Answer}")
        );
    }
}
