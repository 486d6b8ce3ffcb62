using System.Reflection;

namespace Whalepaper;

/// <summary>The version of the program.</summary>
internal static class ProgramVersion
{
    private const int HashShown = 8;

    /// <summary>The version, with the first signs of the commit where it is known.</summary>
    public static string Said { get; } = Shortened(typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "?");

    private static string Shortened(string whole) =>
        whole.IndexOf('+', StringComparison.Ordinal) is > 0 and var plus && whole.Length > plus + 1 + HashShown ? whole[..(plus + 1 + HashShown)] : whole;
}
