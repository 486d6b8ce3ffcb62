namespace Whalepaper.Ui;

/// <summary>Where a viewer goes back to after a command: a path of this house, never of another one.</summary>
public static class ReturnPath
{
    private const int Longest = 2048;

    /// <summary>
    /// <paramref name="path"/> where it is a path on this host, else <c>/</c>. Browsers read <c>//host</c> and <c>/\host</c> as
    /// another host and drop tabs and line breaks, so none of these pass. The result is ASCII and may stand in a Location header.
    /// </summary>
    public static string Local(string? path)
    {
        if (path is not { Length: > 0 and <= Longest } || path[0] != '/')
            return "/";
        if (path.Length > 1 && path[1] is '/' or '\\')
            return "/";
        if (path.Any(character => char.IsControl(character) || character == '\\'))
            return "/";
        if (!Uri.TryCreate($"http://house{path}", UriKind.Absolute, out var uri) || uri.Host is not "house")
            return "/";

        // Dot segments are resolved by now: `/.//host` must not come out as `//host`.
        var local = uri.PathAndQuery;
        return local.StartsWith("//", StringComparison.Ordinal) ? "/" : local;
    }
}
