namespace ManifestLint.Tests.House.Ways;

/// <summary>What the types below use, each in one way.</summary>
internal class Upstairs
{
    public static int Number => 1;

    public int Own { get; init; }
}

internal interface IUpstairs;

internal sealed class UpstairsException : Exception;

[AttributeUsage(AttributeTargets.All)]
internal sealed class UpstairsAttribute : Attribute;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class OfAttribute(Type type) : Attribute
{
    public Type Type => type;

    public Type? Other { get; init; }
}

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

internal sealed class WearsOnProperty
{
    [Upstairs]
    public int Value { get; init; }
}

internal static class WearsOnParameter
{
    public static int Value([Upstairs] int value) => value;
}

internal static class WearsOnReturn
{
    [return: Upstairs]
    public static int Value() => 1;
}

internal sealed class WearsOnTypeParameter<[Upstairs] T>
{
    public T? Value { get; init; }
}

[Of(typeof(Upstairs))]
internal sealed class IsGiven;

[Of(typeof(int), Other = typeof(Upstairs))]
internal sealed class IsGivenByName;

// Its name ends with this one, behind brackets.
file static class HidesInFile
{
    public static int Value() => Upstairs.Number;
}

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
