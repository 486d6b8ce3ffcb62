using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Talks;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Talks;

/// <summary>Sends files as browsers do.</summary>
internal static class Uploading
{
    /// <summary>Uploads a file to a talk: notes for members, unless other fields are given.</summary>
    public static async Task<Answer> UploadAsync(this Session session, int talk, string name, byte[] content, params (string Name, string Value)[] fields) =>
        await session.UploadAsync(talk, name, new ByteArrayContent(content), fields);

    /// <summary>Uploads a file that is made while it is sent.</summary>
    public static async Task<Answer> UploadAsync(this Session session, int talk, string name, HttpContent content, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (field, value) in (IEnumerable<(string, string)>)[(FormSending.Proof, await session.TokenAsync()), .. fields.Length > 0 ? fields : [("fileKind", "notes")]])
            form.Add(new StringContent(value, Encoding.UTF8), field);
        content.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "\"file\"", FileNameStar = name };
        form.Add(content);
        return await session.AskAsync(new HttpRequestMessage(HttpMethod.Post, $"/talks/{talk}/files") { Content = form });
    }

    /// <summary>A talk that the member at a place shares.</summary>
    public static Task<int> ShareAsync(this Household house, string place) => FormsOfMaterials.ShareAsync(house.Site, house[place]);

    /// <summary>The materials beside a talk, with their files.</summary>
    public static Task<List<Material>> MaterialsAsync(this Household house, int talk) => house.Site.WithAsync(db =>
        db.Materials.AsNoTracking().Include(m => m.File).ThenInclude(f => f!.Text).Where(m => m.TalkId == talk).OrderBy(m => m.Position).ToListAsync());

    /// <summary>All files below the folder of uploads, those that come in too.</summary>
    public static IReadOnlyList<string> Kept(this Household house)
    {
        var folder = Path.Combine(house.Site.Folder, "files");
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)] : [];
    }

    /// <summary>Lets documents be read as they come, as outside of tests.</summary>
    public static async Task<IAsyncDisposable> ReadAsync(this Household house)
    {
        var reader = house.Site.Services.GetRequiredService<FileTextReader>();
        await reader.StartAsync(CancellationToken.None);
        return new Stopping(reader);
    }

    /// <summary>Asks the site for a sign of life until something has happened; whatever takes longer than half a minute did not.</summary>
    public static async Task WaitAsync(this Household house, Func<bool> until) => await house.WaitAsync(() => Task.FromResult(until()));

    /// <summary>Asks the site for a sign of life until something has happened; whatever takes longer than half a minute did not.</summary>
    public static async Task WaitAsync(this Household house, Func<Task<bool>> until)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await until())
        {
            using var alive = await house.Site.Client.GetAsync("/health/live", patience.Token);
            Assert.Equal(System.Net.HttpStatusCode.OK, alive.StatusCode);
        }
    }

    private sealed class Stopping(FileTextReader reader) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await reader.StopAsync(CancellationToken.None);
    }
}
