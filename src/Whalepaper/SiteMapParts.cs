using Whalepaper.Charter;
using Whalepaper.Meetings;
using Whalepaper.Members;
using Whalepaper.Notices.Board;
using Whalepaper.Papers;
using Whalepaper.Participation.Closing;
using Whalepaper.Talks;
using Whalepaper.Topics;
using Whalepaper.Topics.Board;
using Whalepaper.Ui;

namespace Whalepaper;

/// <summary>Which rooms stand on the map for search engines, in order.</summary>
internal static class SiteMapParts
{
    public static IServiceCollection AddSiteMap(this IServiceCollection services) => services
        .AddScoped<SiteMap>()
        .AddSingleton<IPagesOfRoom, MeetingPages>()
        .AddSingleton<IPagesOfRoom, NoticePages>()
        .AddSingleton<IPagesOfRoom, CharterPages>()
        .AddSingleton<IPagesOfRoom, TopicPages>()
        .AddSingleton<IPagesOfRoom, ReleasePages>()
        .AddSingleton<IPagesOfRoom, ArchivePages>()
        .AddSingleton<IPagesOfRoom, PaperPages>()
        .AddSingleton<IPagesOfRoom, TalkPages>()
        .AddSingleton<IPagesOfRoom, MemberPages>();
}
