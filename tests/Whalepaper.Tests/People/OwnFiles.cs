using System.IO.Compression;

namespace Whalepaper.Tests.People;

/// <summary>One file of what a member takes along.</summary>
internal static class OwnFiles
{
    /// <summary>Reads it as it is packed now.</summary>
    public static async Task<string> OwnFileAsync(this Session session, string name)
    {
        using var answer = await session.FetchAsync("/me/data.zip");
        using var pack = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        using var reader = new StreamReader(await pack.GetEntry(name)!.OpenAsync());
        return await reader.ReadToEndAsync();
    }
}
