namespace ManifestLint.Tests.House.Ways;

/// <summary>What the types below use, each in one way.</summary>
internal class Upstairs
{
    public static int Number => 1;

    public int Own { get; init; }
}

internal interface IUpstairs;

internal sealed class UpstairsException : Exception;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class UpstairsAttribute : Attribute;

internal sealed class Extends : Upstairs;

internal sealed class Implements : IUpstairs;

internal sealed class Holds
{
    public List<Upstairs> Field = [];
}

internal abstract class Takes
{
    public abstract void Take(Upstairs one);
}

internal abstract class Returns
{
    public abstract Func<Upstairs?> Return();
}

[Upstairs]
internal sealed class Wears;

internal sealed class Constrains<T>
    where T : Upstairs
{
    public T? Value { get; init; }
}

internal static class Calls
{
    public static int Value() => Upstairs.Number;
}

internal static class CallsInClosure
{
    public static Func<int> Value(int more) => () => Upstairs.Number + more;
}

internal static class CallsInIterator
{
    public static IEnumerable<int> Values()
    {
        yield return Upstairs.Number;
    }
}

internal static class Catches
{
    public static bool Value(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (UpstairsException)
        {
            return false;
        }
    }
}

internal static class Names
{
    public static Type Value() => typeof(Upstairs);
}

internal static class Tests
{
    public static bool Value(object one) => one is Upstairs;
}
