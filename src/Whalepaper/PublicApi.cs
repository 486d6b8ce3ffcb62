using Whalepaper.Api;
using Whalepaper.Charter;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Asking;
using Whalepaper.Meetings.Minutes;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Notices.Board;
using Whalepaper.Notices.Chat;
using Whalepaper.Notices.Inbox;
using Whalepaper.Notices.Preferences;
using Whalepaper.Papers;
using Whalepaper.Talks;
using Whalepaper.Topics;
using Whalepaper.Topics.Board;
using Whalepaper.Tracks;

namespace Whalepaper;

/// <summary>What the rooms of the house tell programs.</summary>
internal static class PublicApi
{
    public static CommandDoors MapPublicApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapApi();
        api.MapGroupsApi();
        api.MapTracksApi();
        api.MapTopicsApi();
        api.MapEntriesApi();
        api.MapBoardApi();
        api.MapPapersApi();
        api.MapTalksApi();
        api.MapMeetingsApi();
        api.MapMinutesApi();
        api.MapQuestionsApi();
        api.MapMembersApi();
        api.MapInboxApi();
        api.MapChannelsApi();
        api.MapNoticesApi();
        api.MapNotificationsApi();
        routes.MapApiDocument();
        return new CommandDoors(routes, api);
    }
}
